"""Names like those in a register of East Java: a few frequent words, many that occur once.

A name here is that of a real enterprise or person only by chance.
"""

from itertools import accumulate
from random import Random
from typing import Final

# The first word of a name is its trade; common ones come first in each list.
_TRADES: Final = {
    "furniture": "Mebel Meubel Furnitur Kusen Ukiran Rotan Lemari Jati Amben Gebyok",
    "fashion": "Batik Konveksi Busana Jahit Bordir Hijab Tenun Kaos Sepatu Sulam Ecoprint Udeng",
    "agribusiness": "Keripik Kopi Tempe Tahu Sambal Kue Jamu Madu Ikan Roti Abon Kerupuk Petis "
    "Rengginang Sari Tape Bandeng Salak Apel Gula",
    "handicraft": "Kerajinan Batik Anyaman Gerabah Topeng Wayang Kulit Bambu Manik Onix Cor Lukis",
    "spa": "Griya Lulur Spa Pijat Salon Rempah Boreh Ratus",
    "other": "Toko Warung UD Kios Bengkel Depot Laundry Percetakan Fotokopi Counter Sablon Pangkas",
}
_MARKS: Final = (
    "Jaya Barokah Makmur Rejeki Berkah Sumber Mulya Abadi Sejahtera Sentosa Lestari Mandiri "
    "Indah Putra Baru Agung Karya Utama Sari Murni Tiga Dua Putri Bersama Sinar Harapan Amanah "
    "Ananda Bunda Cahaya Damai Fajar Gemilang Hidayah Ikhlas Kencana Langgeng Mekar Nusantara "
    "Pelangi Rahayu Sekar Tunas Usaha Wijaya Jagad Kembang Melati Kenanga Cempaka Arum Dewi "
    "Ratna Intan Permata Mutiara Kartika Surya Bulan Bintang Samudra Bahari Wilis Arjuno Semeru "
    "Kelud Bromo Ijen Lawu Brantas Madura Suramadu Tretes Trowulan Majapahit Airlangga Kahuripan "
    "Blambangan Singosari Kanjuruhan Panji Damarwulan Minak Jinggo Gajah Mada Tribuana"
)
_PEOPLE: Final = (
    "Sri Siti Slamet Sugeng Endang Suparman Wati Yanto Nur Agus Budi Dewi Eko Rini Hadi Joko Lilik "
    "Mulyono Ningsih Painem Rahmat Sulastri Tutik Umi Wahyu Yuli Zainal Kasiyem Karsono Mukhlas "
    "Ponirin Rukmini Sumiati Temu Wagiman Yatmi Hartono Isnaini Juwariyah Khotimah"
)
_STREETS: Final = (
    "Diponegoro Sudirman Kenanga Melati Pahlawan Raya Pasar Mawar Brawijaya Merdeka Kartini Veteran"
)
_SYLLABLES: Final = (
    "wi ra sa ku da ma no to jo pra ga la ni si bu wa ti ro ke ja mo su lo pa ya re ngi nde mba nja"
)


def _by_rank(words: str) -> tuple[list[str], list[float]]:
    """Return the words with the weights 1, 1/2, 1/3 and so on, cumulated for `random.choices`."""
    ranked = words.split()
    return ranked, list(accumulate(1 / rank for rank in range(1, len(ranked) + 1)))


_TRADE_WORDS: Final = {sector: _by_rank(words) for sector, words in _TRADES.items()}
_MARK_WORDS: Final = _by_rank(_MARKS)
_PERSON_WORDS: Final = _by_rank(_PEOPLE)
_STREET_WORDS: Final = _by_rank(_STREETS)


def enterprise_name(rng: Random, sector: str) -> str:
    """Return a name such as `Batik Sekar Jagad`, `Keripik Bu Sri`, `Mebel Jaya Wirasuku`."""
    trade = _pick(rng, _TRADE_WORDS[sector])
    kind = rng.random()
    if kind < 0.25:
        return f"{trade} {'Bu' if rng.random() < 0.6 else 'Pak'} {_pick(rng, _PERSON_WORDS)}"
    mark = _pick(rng, _MARK_WORDS)
    if kind < 0.75:
        return f"{trade} {mark} {_pick(rng, _MARK_WORDS)}"
    return f"{trade} {mark} {invented_word(rng)}"


def person_name(rng: Random) -> str:
    """Return a name such as `Sri Wahyuni`."""
    return f"{_pick(rng, _PERSON_WORDS)} {invented_word(rng)}"


def address(rng: Random, place: str) -> str:
    """Return a street with a number in `place`."""
    return (
        f"Jalan {_pick(rng, _STREET_WORDS)} {rng.randrange(1, 240)}, "
        f"RT {rng.randrange(1, 12):02d} RW {rng.randrange(1, 15):02d}, {place}"
    )


def invented_word(rng: Random) -> str:
    """Return an invented word that hardly any other name has."""
    return "".join(rng.choices(_SYLLABLES.split(), k=rng.randrange(3, 5))).capitalize()


def _pick(rng: Random, words: tuple[list[str], list[float]]) -> str:
    return rng.choices(words[0], cum_weights=words[1])[0]
