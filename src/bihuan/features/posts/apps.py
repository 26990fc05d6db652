"""The feature as a Django app."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Tells the platform which posts a person holds."""

    name = "bihuan.features.posts"
    label = "posts"

    def ready(self) -> None:
        """Register acting posts, the part of the zone's page and the layer of the map."""
        from bihuan.features.posts.api import (
            UNOWNED,
            answering_panel,
            duties_after,
            post_of_token,
            posts_held_now,
            tied_to_zones,
        )
        from bihuan.features.territory.api import (
            provide_consequence,
            provide_layer,
            provide_panel,
            provide_zone_use,
        )
        from bihuan.platform.auth.acting_post import provide_posts
        from bihuan.platform.auth.services import provide_services

        provide_posts(posts_held_now)
        provide_services(post_of_token)
        provide_layer(UNOWNED)
        provide_panel("posts", answering_panel)
        provide_consequence("posts", duties_after)
        provide_zone_use(tied_to_zones)
