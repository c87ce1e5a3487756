"""The officials' queue."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.permissions import IsOfficial
from accounts.api.person import signed_in
from applications.api.serializers.applications import QueueQuery, QueueRowSerializer
from applications.selectors.access import attach_editions, only_list_columns
from applications.selectors.queue import queue_of
from applications.selectors.queue_filters import is_late
from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.lists.paging import keyset_page

_FILTERS = {
    "state": "state",
    "stage": "stage__code",
    "scheme": "scheme__code",
    "regency": "regency",
}


class QueueView(APIView):
    """Files of my stages and scope, held by me or by nobody, in order of due date."""

    permission_classes = (IsOfficial,)

    @endpoint(
        summary="List waiting files",
        operation="queue_list",
        query=[QueueQuery],
        answers={200: page_of(QueueRowSerializer)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, QueueQuery)
        exact = {path: query[name] for name, path in _FILTERS.items() if name in query}
        applications = queue_of(signed_in(request)).filter(**exact)
        if "overdue" in query:
            late = is_late()
            keep = applications.filter if query["overdue"] == "true" else applications.exclude
            applications = keep(late)
        page = keyset_page(
            only_list_columns(applications),
            order=("due_on", "id"),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        attach_editions(page.items)
        return Response(page_answer(request, page, QueueRowSerializer(page.items, many=True).data))
