"""Which domains say nothing of a firm."""

from supply.policies.buyers import domain_of, is_free_mail


def test_addresses_that_anybody_gets_are_no_firms_in_any_country() -> None:
    free = ("gmail.com", "hotmail.it", "outlook.co.id", "yahoo.com.au", "[127.0.0.1]")
    assert [name for name in free if not is_free_mail(name)] == []
    assert not is_free_mail("vandijk.example")
    assert not is_free_mail("live-music.example")
    assert domain_of(" Anneke@Van-Dijk.Example. ") == "van-dijk.example"
