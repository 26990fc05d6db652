"""People log in, posts act: accounts, sessions and the acting post of a request."""

from bihuan.platform.auth.acting_post import ActingPost, anybody, system_post

__all__ = ["ActingPost", "anybody", "system_post"]
