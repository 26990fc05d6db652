"""Which of the own posts a person acts for, until the session ends."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from bihuan.platform.auth.access import public
from bihuan.platform.auth.middleware import CHOSEN
from bihuan.site.preferences import back


@public  # only a post that the person holds is taken, whoever asks
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act for another post of one's own; a post that is not held is not taken."""
    wanted = request.POST.get("post", "")
    for post in getattr(request, "posts", []):
        if str(post.post) == wanted:
            request.session[CHOSEN] = post.post
    return HttpResponseRedirect(back(request))
