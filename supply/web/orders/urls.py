"""Addresses of orders: of the exporter, of its members, and of letters of commitment."""

from django.urls import path

from supply.web.members import letter_views as letters
from supply.web.members import plan_views as member_plans
from supply.web.members import views as members
from supply.web.orders import buyer_views as order_buyers
from supply.web.orders import measure_views as measures
from supply.web.orders import member_views as order_members
from supply.web.orders import views as orders
from supply.web.plans import views as plans

urlpatterns = [
    path("ekspor/pesanan/", orders.orders, name="export-orders"),
    path("ekspor/pesanan/baru/", orders.new_order, name="export-order-new"),
    path("ekspor/pesanan/<uuid:uid>/", orders.one_order, name="export-order"),
    path("ekspor/pesanan/<uuid:uid>/ubah/", orders.edit_order, name="export-order-edit"),
    path("ekspor/pesanan/<uuid:uid>/biaya/", orders.costs, name="export-order-costs"),
    path("ekspor/pesanan/<uuid:uid>/pembeli/", order_buyers.buyer, name="export-order-buyer"),
    path("ekspor/pesanan/<uuid:uid>/anggota/", order_members.members, name="export-order-members"),
    path("ekspor/pesanan/<uuid:uid>/rencana/", plans.plans, name="export-order-plans"),
    path(
        "ekspor/pesanan/<uuid:uid>/rencana/<int:number>/",
        plans.one_plan,
        name="export-order-plan",
    ),
    path(
        "ekspor/pesanan/<uuid:uid>/rencana/<int:number>/surat/",
        plans.letters,
        name="export-order-letters",
    ),
    path("ekspor/pesanan/<uuid:uid>/banding/", plans.compare, name="export-order-compare"),
    path("ekspor/pesanan/<uuid:uid>/mesin/", measures.measures, name="export-order-measures"),
    path("ekspor/pesanan/<uuid:uid>/tutup/", orders.end_order, name="export-order-end"),
    path("ekspor/pesanan/<uuid:uid>/penawaran/", plans.quotes, name="export-order-quotes"),
    path("pesanan-bersama/", members.invitations, name="pooled-orders"),
    path("pesanan-bersama/<uuid:uid>/", members.invitation, name="pooled-order"),
    path("pesanan-bersama/<uuid:uid>/hasil/", member_plans.own_plan, name="pooled-order-result"),
    path("pesanan-bersama/surat/<uuid:uid>/", letters.letter, name="commitment"),
    path("pesanan-bersama/surat/<uuid:uid>/foto/", letters.photo, name="commitment-photo"),
    path("pesanan-bersama/surat/<uuid:uid>/jawab/", letters.answer, name="commitment-answer"),
    path("pesanan-bersama/surat/<uuid:uid>/pdf/", letters.pdf, name="commitment-pdf"),
]
