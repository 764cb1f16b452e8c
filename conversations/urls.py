from django.urls import path

import accounts.converters  # noqa: F401  # makes <ref:…> known
from conversations.views import (
    changes,
    drafts,
    inbox,
    live,
    notes,
    opening,
    record,
    thread,
)

app_name = "conversations"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("new/", opening.new, name="new"),
    path("new/draft/", drafts.keep, name="new_draft"),
    path("unread/", live.unread, name="unread"),
    path("<ref:ref>/", thread.thread, name="thread"),
    path("<ref:ref>/reply/", thread.reply, name="reply"),
    path("<ref:ref>/draft/", drafts.keep, name="draft"),
    path("<ref:ref>/read/", thread.read, name="read"),
    path("<ref:ref>/entries/<int:seq>/correct/", changes.correct, name="correct"),
    path("<ref:ref>/entries/<int:seq>/draft/", drafts.keep, name="correction_draft"),
    path("<ref:ref>/turn/", changes.turn, name="turn"),
    path("<ref:ref>/close/", changes.close, name="close"),
    path("<ref:ref>/reopen/", changes.reopen, name="reopen"),
    path("<ref:ref>/notes/", notes.note, name="note"),
    path("<ref:ref>/record/", record.record, name="record"),
    path("<ref:ref>/news/", live.news, name="news"),
]
