"""Take the record of a conversation along, as a file that proves itself."""

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.door.freshness import freshly
from accounts.http import PersonRequest, for_person
from conversations.bundle import writing
from conversations.views.thread import visible_or_404


@require_POST
@for_person
@freshly
def record(request: PersonRequest, ref: str) -> HttpResponseBase:
    conversation = visible_or_404(request, ref)
    # Written whole before the answer begins: rows are read in this transaction only,
    # and a fault half-way is then an error page, not half a record.
    whole = writing.record_of(conversation, by=request.user, at=timezone.now())
    return FileResponse(whole, as_attachment=True, filename=f"record-{ref}.zip")
