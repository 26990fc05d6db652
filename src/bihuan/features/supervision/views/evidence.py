"""Pictures of places: added after cleaning, shown only to those who may see the order."""

from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.findings.evidence import FEEDBACK, FOUND, LOOK_BACK, VERIFICATION
from bihuan.domain.findings.states import RECTIFY_RUNNING, VERIFY_RUNNING, State
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.texts import unreadable
from bihuan.features.supervision.api import Picture, add_evidence, picture_of
from bihuan.features.supervision.views.finding import Case, case_of
from bihuan.features.supervision.views.order import context_of
from bihuan.platform.attachments import clean, path_of, write
from bihuan.platform.attachments.cleaning import LARGEST_FILE
from bihuan.platform.auth.access import page as declared

LONGEST_CAPTION = 200
SEALED = "default-src 'none'; sandbox"


@declared(Act.VIEW_ORDER)
@require_POST
def add(request: HttpRequest, label: str) -> HttpResponse:
    """Clean and store one picture of the place, then name it in the record."""
    case = case_of(request, label)
    caption = request.POST.get("caption", "").strip()
    picture = _stored(request, case, caption)
    answer: object = picture
    if isinstance(picture, Picture):
        key = request.POST.get("key", "")[:64] or uuid4().hex
        incident = case.facts.incident
        answer = add_evidence(by=case.by, incident=incident, picture=picture, key=key)
    if isinstance(answer, Refusal):
        context = context_of(case) | {"evidence_refusal": answer, "caption": caption}
        return render(request, "supervision/order.html", context, status=422)
    messages.success(request, _("The picture was added."))
    return HttpResponseRedirect(reverse("order", args=[case.label]) + "#evidence", status=303)


def _stored(request: HttpRequest, case: Case, caption: str) -> Picture | Refusal:
    """Return the stored picture, or why it was not stored; nothing is kept of a refused one."""
    file = request.FILES.get("picture")
    if not isinstance(file, UploadedFile):
        return Refusal("image_not_readable")
    if request.POST.get("smudged") != "yes":
        return Refusal("photo_not_blurred")
    long = Refusal("text_too_long", {"most": LONGEST_CAPTION, "length": len(caption)})
    if (wrong := unreadable(caption)) is not None or len(caption) > LONGEST_CAPTION:
        return wrong or long
    cleaned = clean(file.read(LARGEST_FILE + 1))
    if isinstance(cleaned, Refusal):
        return cleaned
    return Picture(case.facts.id, _stage(case), write(cleaned), caption, smudged=True)


def _stage(case: Case) -> str:
    state = case.facts.state
    if state in RECTIFY_RUNNING:
        return FEEDBACK
    if state in VERIFY_RUNNING:
        return VERIFICATION
    return LOOK_BACK if state in (State.CLOSED, State.LOOKBACK) else FOUND


@declared(Act.VIEW_ORDER)
@require_GET
def show(request: HttpRequest, identity: str) -> HttpResponseBase:
    """Show a picture to those who may see its order; its bytes can never run as anything else."""
    picture = picture_of(identity)
    if picture is None:
        raise Http404(identity)
    case_of(request, picture.finding)
    path = path_of(picture.file)
    if not path.is_file():
        raise Http404(identity)
    tag = f'"{picture.file.removesuffix(".jpg")}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = SEALED
    response["Content-Disposition"] = f'inline; filename="{identity}.jpg"'
    return response
