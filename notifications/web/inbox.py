"""A person's messages in the portal."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.shared.current_user import current_user
from common.errors import InvalidInput
from common.lists.paging import keyset_page
from notifications.selectors.inbox import inbox_of, unread_count
from notifications.services.reading import mark_all_read, mark_read

PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages, with older ones on further pages."""
    user = current_user(request)
    try:
        page = keyset_page(
            inbox_of(user),
            order=("-created_at", "-id"),
            cursor=request.GET.get("cursor"),
            size=PAGE,
        )
    except InvalidInput:
        return redirect("inbox")
    context = {
        "items": page.items,
        "unread": unread_count(user),
        "previous_url": f"?cursor={page.previous}" if page.previous else "",
        "next_url": f"?cursor={page.next}" if page.next else "",
    }
    return render(request, "notifications_web/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show one message; only POST marks it read, since browsers prefetch by GET."""
    item = get_object_or_404(inbox_of(current_user(request)), id=item_id)
    if request.method == "POST":
        mark_read(item)
        return redirect("inbox-item", item_id=item.id)
    return render(request, "notifications_web/item.html", {"item": item})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read and return to the list."""
    mark_all_read(current_user(request))
    return redirect("inbox")
