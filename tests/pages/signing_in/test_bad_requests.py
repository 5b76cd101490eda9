"""What is said to a browser that called by a wrong name, or sent what cannot be read."""

import pytest

ADDRESS = "/accounts/sign-in/"


def called(client, host, **options):
    response = client.get(ADDRESS, headers={"host": host}, **options)
    assert response.status_code == 400
    assert response["Cache-Control"] == "private, no-store"
    return response.content.decode()


def test_a_wrong_name_is_told_the_right_one(client, db):
    page = called(client, "evil.example")
    assert "This address is not the planner’s" in page
    assert 'href="https://planner.example/"' in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "a b", "<b>evil.example"])
def test_nothing_that_it_said_is_repeated_or_followed(client, db, host):
    page = called(client, host)
    assert "evil" not in page
    # Every other link on the page would lead to the wrong name again.
    assert page.count("<a ") == 1


def test_where_nobody_knows_the_right_name_an_administrator_does(client, db, settings):
    settings.PUBLIC_URL = ""
    page = called(client, "evil.example")
    assert "<a " not in page
    assert "an administrator of the planner gave you" in page


def test_over_plain_http_too_where_all_is_sent_to_https(client, db, settings):
    """Then the name is asked for before anything else."""
    settings.SECURE_SSL_REDIRECT = True
    assert "This address is not the planner’s" in called(client, "evil.example")


def test_it_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        called(client, "evil.example")


def test_what_cannot_be_read_says_what_to_do(officer, sign_in, settings):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    too_many = "&".join(f"a{n}=1" for n in range(most + 1))
    response = sign_in(officer).get(f"/places/?{too_many}")
    assert response.status_code == 400
    page = response.content.decode()
    assert "The planner could not read this" in page
    assert "not the planner’s" not in page
