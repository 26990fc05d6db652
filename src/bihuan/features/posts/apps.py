"""The feature as a Django app."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Tells the platform which posts a person holds."""

    name = "bihuan.features.posts"
    label = "posts"

    def ready(self) -> None:
        """Register the provider of acting posts."""
        from bihuan.features.posts.api import posts_held
        from bihuan.platform.auth.acting_post import provide_posts

        provide_posts(posts_held)
