"""Whoever sits at the desk, where a test does not say otherwise: a curator."""

import pytest


@pytest.fixture
def desk(client, colleague):
    client.force_login(colleague("curator"))
    return client
