"""The processes beside the server: what they load beforehand, how orders are told to fail, how they end."""

from __future__ import annotations

import threading
import time

import pytest

from zjtx_docs.samples import POLICY, PROPOSAL, read_sample
from zjtx_docs.web import carry_out
from zjtx_docs.web.crew import Crew, Ticket
from zjtx_docs.web.orders import Read, Ready, Stage, Upload

GIGABYTE = 1 << 30
SEEDS = [Upload("proposal", PROPOSAL, read_sample(PROPOSAL)), Upload("policy", POLICY, read_sample(POLICY))]
LONG = Upload("policy", "长.txt", ("一、对企业给予20万元奖励，并由市财政局负责落实。\n" * 100_000).encode())


@pytest.fixture
def crew():
    made = Crew(1, 60, 4 * GIGABYTE)
    made.get_ready()
    yield made
    made.close()


def test_warming_up_works():
    """A fault in it would go unseen: a process that could not warm up works all the same."""
    carry_out.warm()


def test_an_order_is_answered_with_its_stages(crew):
    stages: list[Stage] = []
    answer = crew.run(Read(SEEDS), tell=stages.append)
    assert answer.failure is None
    assert [stage.key for stage in stages] == ["web.reading", "web.reading", "web.comparing"]
    assert answer.data.startswith(b"<!doctype html>")


def test_a_cancelled_order_ends_at_once(crew):
    ticket, begun = Ticket(), threading.Event()
    timer = threading.Thread(target=lambda: (begun.wait(30), ticket.cancel()))
    timer.start()
    before = time.monotonic()
    answer = crew.run(Read([LONG]), ticket, lambda stage: begun.set())
    timer.join()
    assert answer.failure[0] == "已删除"
    assert time.monotonic() - before < 5
    assert crew.run(Read(SEEDS)).failure is None


def test_an_order_that_was_cancelled_before_its_turn_is_not_begun(crew):
    ticket = Ticket()
    ticket.cancel()
    stages: list[Stage] = []
    assert crew.run(Read(SEEDS), ticket, stages.append).failure[0] == "已删除"
    assert stages == []


def test_orders_wait_for_their_turn(crew):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(crew.run(Ready()))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.failure for answer in answers] == [None] * 20


def test_who_waits_when_all_ends_is_told():
    crew = Crew(1, 60, 4 * GIGABYTE)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(crew.run(Read([LONG])))) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    crew.close()
    for thread in threads:
        thread.join(10)
    assert len(answers) == 3
    assert all(answer.failure for answer in answers)
    assert crew.run(Ready()).failure[0] == "程序正在关闭"


def test_memory_has_an_end():
    """What a file makes a process ask for beyond it is refused, and told as one line."""
    pytest.importorskip("resource")
    crew = Crew(1, 60, 500 * 1024 * 1024)
    try:
        huge = Upload("policy", "大.txt", b"a" * 150_000_000)
        answer = crew.run(Read([SEEDS[0], huge]))
        assert answer.failure is not None
        assert crew.run(Ready()).failure is None
    finally:
        crew.close()
