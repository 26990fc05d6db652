"""Addresses of the duty book."""

from django.urls import path

from bihuan.features.posts.views import (
    accounts,
    book,
    change,
    duty,
    invitations,
    own_account,
    show,
)

app_name = "posts"
urlpatterns = [
    path("duty", duty.duty, name="duty"),
    path("duty/assign", change.assign, name="assign"),
    path("duty/call", change.call_out, name="call_out"),
    path("duty/calls/<str:identity>", show.call, name="call"),
    path("duty/call-lines/<str:identity>", change.tick, name="tick"),
    path("duty/appointments/confirm", change.confirm_listed, name="confirm_listed"),
    path("duty/appointments/<str:identity>/<str:how>", change.settle, name="settle"),
    path("duty/handovers/<str:identity>", change.take_over, name="take_over"),
    path("duty/book", book.book, name="book"),
    path("duty/book/<str:fingerprint>.xlsx", book.faults, name="faults"),
    path("duty/book.xlsx", book.workbook, name="workbook"),
    path("setup/accounts", accounts.accounts, name="accounts"),
    path("setup/accounts/new", accounts.new, name="account_new"),
    path("setup/accounts/invite", accounts.invite_many, name="invite_many"),
    path("setup/accounts/<int:number>", accounts.account, name="account"),
    path("setup/accounts/<int:number>/invite", accounts.invite, name="invite"),
    path("setup/accounts/<int:number>/<str:how>", accounts.change, name="account_change"),
    path("accounts/own/", own_account.own_account, name="own_account"),
    path("i/<str:identity>", invitations.invitation, name="invitation"),
    path("posts/<int:number>", show.post, name="post"),
    path("posts/<int:number>/appoint", change.appoint, name="appoint"),
    path("posts/<int:number>/hand-over", change.hand_over, name="hand_over"),
]
