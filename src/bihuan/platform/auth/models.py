"""Accounts: a name and a password. What a person may do is a matter of posts."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no default one."""

    def create_user(self, username: str, password: str, **extra: Any) -> "Account":
        """Create an account with a hashed password."""
        account = self.model(username=username, **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Attempt(models.Model):
    """A count of failed sign-ins, or a code that was used, until it expires (microseconds)."""

    key = models.CharField(primary_key=True, max_length=250)
    value = models.TextField()
    expires = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "sign_in_attempt"


class OpenSession(models.Model):
    """Whose a session is: what the session itself holds is not looked through to find out."""

    session_key = models.CharField(primary_key=True, max_length=40)
    account = models.BigIntegerField(db_index=True)
    objects: ClassVar[models.Manager["OpenSession"]] = models.Manager()

    class Meta:
        db_table = "account_session"


class Account(AbstractBaseUser):
    """A login. ``person`` is the number of the person at work it belongs to."""

    username = models.CharField(max_length=60, unique=True)
    # The login library's own migrations read this column; the product leaves it empty.
    email = models.EmailField(blank=True, default="")
    person = models.BigIntegerField(null=True, unique=True)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    # Every session carries the number with which it began; a higher one here ends them all.
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        db_table = "account"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must match: password and sessions ended so far."""
        said = f"{self.password}:{self.sessions_ended}"
        salt = "bihuan.platform.auth.Account"
        return salted_hmac(salt, said, secret=secret, algorithm="sha256").hexdigest()
