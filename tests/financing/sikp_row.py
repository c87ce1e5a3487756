"""A row that SIKP would accept."""

from financing.policies.sikp import FIELDS

ROW = {
    **dict.fromkeys(FIELDS, ""),
    "nik": "3578014503900009",
    "nama": "Siti Aminah",
    "tgl_lahir": "05031990",
    "jns_kelamin": "2",
    "maritas_sts": "1",
    "pendidikan": "5",
    "pekerjaan": "1",
    "alamat": "Jalan Kenanga 3",
    "kode_kabkota": "3578",
    "kode_pos": "60111",
    "mulai_usaha": "01012020",
    "alamat_usaha": "Jalan Melati 1",
    "ijin_usaha": "NIB 1234567890123",
    "modal_usaha": "50000000",
    "jml_pekerja": "3",
    "jml_kredit": "40000000",
    "no_hp": "081234567890",
}
