"""``zjtx-docs serve`` and those who mean harm: other sites, other visitors, hostile files, too much of everything."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import time
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("flask")

from tests.serving import Visitor, serving, words_of
from tests.test_cli import run
from zjtx_docs.web.guards import host_check

SEEDS = (("sample_proposal", "1"), ("sample_policy", "1"))
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def done(server):
    visitor = Visitor(server)
    work = visitor.upload(*SEEDS)
    visitor.wait(work)
    return visitor, work


# ---- names and sites


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_names_of_this_machine_are_answered(name, server, visitor):
    assert visitor.ask("GET", "/", headers={"Host": f"{name}:{server.port}"}).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}",
             "localhost.evil.example:{port}", "localhost:{port}@evil.example", "10.0.0.1:{port}", "0.0.0.0:{port}", "",
             ":{port}", "[::1", "localhost:{port}:{port}"],
)  # fmt: skip
def test_a_foreign_host_gets_nothing(host, server, done):
    """DNS rebinding: the other site's name leads here, and its script reads what answers."""
    visitor, work = done
    for path in ("/", work, f"{work}/report", "/static/web.js"):
        got = visitor.ask("GET", path, headers={"Host": host.format(port=server.port)})
        assert got.status in (400, 421)
        assert b"csrf" not in got.body and "房山".encode() not in got.body
        assert "Set-Cookie" not in got.headers


def test_hosts_of_an_open_server():
    is_ours = host_check("0.0.0.0", 8765)
    assert is_ours("192.168.1.5:8765") and is_ours("[fe80::1]:8765") and is_ours(f"{socket.gethostname()}:8765")
    assert not is_ours("evil.example:8765") and not is_ours("192.168.1.5:80") and not is_ours("192.168.1.5.nip.io:8765")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:{other}"},
        {"Origin": "https://127.0.0.1:{port}"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("path", ["/works", "/delete-all", "{work}/delete", "{work}/check", "{work}/decisions"])
def test_another_site_cannot_act(path, headers, server, done):
    """Even with cookie and token, as after a leak: a page of another origin, or of another port, is refused."""
    visitor, work = done
    said = {name: value.format(port=server.port, other=server.port + 1) for name, value in headers.items()}
    got = visitor.post(path.format(work=work), SEEDS, said)
    assert got.status == 403
    assert "别的网站" in got.text
    assert visitor.get(work).status == 200


def test_this_site_can_act(server, visitor):
    said = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
    assert visitor.post("/works", SEEDS, said).status == 303


@pytest.mark.parametrize("token", [None, "", "x", "é", "A" * 43], ids=str)
@pytest.mark.parametrize("path", ["/works", "/delete-all", "{work}/delete", "{work}/check", "{work}/decisions"])
def test_without_the_token_nothing_happens(path, token, done):
    visitor, work = done
    fields = [*SEEDS] if token is None else [("csrf", token), *SEEDS]
    assert visitor.send(path.format(work=work), fields).status == 403
    assert visitor.get(work).status == 200


def test_the_token_of_another_visitor_is_none(visitor, done):
    other, _ = done
    visitor.get("/")
    assert visitor.send("/works", [("csrf", other.token), *SEEDS]).status == 403


@pytest.mark.parametrize("path", ["/works", "/delete-all", "{work}/delete"])
def test_a_link_changes_nothing(path, done):
    visitor, work = done
    assert visitor.get(path.format(work=work)).status in (404, 405)
    assert visitor.get(work).status == 200


def test_the_cookie_is_closed_to_scripts_and_other_sites(server):
    line = Visitor(server).get("/").headers["Set-Cookie"]
    name, _, value = line.partition(";")[0].partition("=")
    assert name == f"zjtx_{server.port}" and len(value) >= 43
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(line.split("; "))


def test_a_made_up_cookie_opens_nothing(server):
    visitor = Visitor(server)
    visitor.cookies[f"zjtx_{server.port}"] = "A" * 43
    got = visitor.get("/")
    assert got.status == 200
    assert visitor.cookies[f"zjtx_{server.port}"] != "A" * 43


@pytest.mark.parametrize("path", ["/", "{work}", "{work}/check", "{work}/files/asks.csv", "/static/web.js", "/none"])
def test_every_answer_is_guarded(path, done):
    visitor, work = done
    headers = visitor.get(path.format(work=work)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_the_report_stands_in_a_sandbox(done):
    """It is made of what strangers wrote: an origin of its own, no script but ours, no way out."""
    visitor, work = done
    headers = visitor.get(f"{work}/report").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ") and "allow-same-origin" not in policy
    assert re.search(r"script-src 'sha256-[^']+';", policy)
    assert "connect-src" not in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


# ---- visitors


@pytest.mark.parametrize("end", ["", "/status", "/report", "/check", "/files/all.zip", "/files/comparison.json"])
def test_another_visitor_finds_nothing(end, server, done):
    _, work = done
    assert Visitor(server).get(work + end).status == 404


@pytest.mark.parametrize("end", ["/delete", "/check", "/decisions"])
def test_another_visitor_changes_nothing(end, visitor, done):
    owner, work = done
    assert visitor.post(work + end, [("decisions", "a.csv", b"fingerprint,value\n")]).status == 404
    assert owner.get(work).status == 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "work.html", "report.html/", "%00"])
def test_no_other_file_can_be_taken(name, done):
    visitor, work = done
    assert visitor.get(f"{work}/files/{name}").status == 404
    assert visitor.get(f"/static/{name}").status == 404


# ---- deletion


def test_deleted_is_gone(visitor):
    first, second = visitor.upload(*SEEDS), visitor.upload(*SEEDS)
    visitor.wait(first), visitor.wait(second)
    assert visitor.post(f"{first}/delete").status == 303
    for end in ("", "/status", "/report", "/files/comparison.json"):
        assert visitor.get(first + end).status == 404
    assert visitor.get(second).status == 200
    assert visitor.post("/delete-all").status == 303
    assert visitor.get(second).status == 404
    assert "我的对照" not in visitor.get("/").text


def test_what_is_under_way_can_be_stopped(visitor):
    work = visitor.upload(("proposal", "长.txt", LONG), ("sample_policy", "1"))
    assert not json.loads(visitor.get(f"{work}/status").body)["over"]
    assert visitor.post(f"{work}/delete").status == 303
    assert visitor.get(work).status == 404
    begun = time.monotonic()
    visitor.wait(visitor.upload(*SEEDS))
    assert time.monotonic() - begun < 20, "the process that was at work on it is free again"


def test_nothing_is_written_to_disk(tmp_path):
    """Neither by the form parser, which likes to put large files aside, nor by the server or its processes."""
    with serving(TMPDIR=tmp_path) as address:
        visitor = Visitor(address)
        large = ("长文。" * 400_000).encode()
        work = visitor.upload(*SEEDS, ("policy", "长.txt", large))
        seen = files_in(tmp_path)
        visitor.wait(work)
        for name in ("report.docx", "report.xlsx", "all.zip"):
            visitor.get(f"{work}/files/{name}")
            seen |= files_in(tmp_path)
        held = (
            [
                os.path.realpath(f"/proc/{address.process.pid}/fd/{number}")
                for number in os.listdir(f"/proc/{address.process.pid}/fd")
            ]
            if Path("/proc/self").exists()
            else []
        )
    assert seen == set()
    assert [path for path in held if str(tmp_path) in path] == []
    assert os.listdir(tmp_path) == [], "the empty folders of the processes go with them"


def files_in(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_writes_is_taken_away(tmp_path):
    """Also where the work is deleted while LibreOffice is at it."""
    lines = ("关于支持企业发展的若干措施", "一、对企业给予20万元奖励。")
    escaped = r"\par ".join("".join(rf"\u{ord(char)}?" for char in line) for line in lines)
    rtf = rb"{\rtf1\ansi " + escaped.encode() + b"}"
    with serving(TMPDIR=tmp_path) as address:
        visitor = Visitor(address)
        work = visitor.upload(*SEEDS, ("policy", "旧.rtf", rtf))
        until = time.monotonic() + 60
        while not files_in(tmp_path):
            assert time.monotonic() < until
            time.sleep(0.02)
        visitor.post(f"{work}/delete")
        while files_in(tmp_path):
            assert time.monotonic() < until
            time.sleep(0.1)
        work = visitor.upload(*SEEDS, ("policy", "旧.rtf", rtf))
        visitor.wait(work, 120)
        assert "旧.rtf" in [document["file"] for document in visitor.comparison(work)["documents"]]
        assert files_in(tmp_path) == set()


def test_everything_of_a_visitor_goes_after_a_while():
    with serving(ZJTX_LIMIT_IDLE_SECONDS=1) as address:
        visitor = Visitor(address)
        work = visitor.upload(*SEEDS)
        visitor.wait(work)
        cookie = dict(visitor.cookies)
        time.sleep(2.5)
        assert visitor.get(work).status == 404
        assert visitor.cookies != cookie


def test_no_process_is_left_behind():
    with serving() as address:
        visitor = Visitor(address)
        visitor.wait(visitor.upload(*SEEDS))
        workers = children(address.process.pid)
        assert workers
        address.process.terminate()
        assert address.process.wait(20) == 0
        assert address.process.stderr.read() == "已结束，全部内容已删除\n"
    until = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert [number for number in workers if Path(f"/proc/{number}").exists()] == []


def children(number: int) -> list[str]:
    """The processes that a process started."""
    if not Path("/proc/self").exists():
        pytest.skip("this system does not list processes under /proc")
    return [word for path in Path(f"/proc/{number}/task").glob("*/children") for word in path.read_text().split()]


# ---- hostile content

LONG = ("一、建议对企业给予20万元奖励，并由市财政局负责落实，每年支持不少于30家企业。\n" * 60_000).encode()


def hostile_work(visitor: Visitor) -> str:
    policy = (
        f"关于{EVIL}的若干措施\n\n一、{EVIL}\n对{EVIL}企业给予20万元一次性奖励。（责任单位：市{EVIL}局、市财政局）\n"
    )
    proposal = f"关于{EVIL}的建议\n\n建议：\n一、对{EVIL}企业给予30万元一次性奖励。\n二、{{{{7*7}}}}{{% raw %}}建设{EVIL}平台。\n"
    name = EVIL.replace("/", "").replace('"', "'")
    fields = [("proposal", f"{name}.txt", proposal.encode()), ("policy", f"政{name}.txt", policy.encode()),
              ("policy", f"坏{name}.txt", b"\xff\xfe\xff"), ("reply_text", f"答复{EVIL}收悉，现答复如下：{EVIL}")]  # fmt: skip
    return visitor.upload(*fields)


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and what stands in its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts.append(data)


def assert_harmless(page: str) -> None:
    """No script but ours, no handler in a tag, nothing that was loaded for the texts."""
    tags = Tags(page)
    assert len(tags.found) > 10
    assert [data for data in tags.scripts if "alert" in data] == []
    assert [attrs for _, attrs in tags.found if any(name.startswith("on") for name in attrs)] == []
    assert [attrs for tag, attrs in tags.found if tag == "img" or "javascript:" in str(attrs.values())] == []


def test_scripts_in_texts_and_names_stay_text(visitor):
    work = hostile_work(visitor)
    visitor.wait(work)
    mark = visitor.comparison(work)["asks"][0]["fingerprint"]
    visitor.post(f"{work}/check", [("by", EVIL), (f"relation.{mark}", "lacks"), (f"note.relation.{mark}", EVIL)])
    for path in (work, "/", f"{work}/check", f"{work}/report", f"{work}/files/report.html"):
        page = visitor.get(path).text
        assert "<script>alert(1)<" in words_of(page), path
        assert_harmless(page)
    assert "{{7*7}}" in words_of(visitor.get(f"{work}/check").text)


def test_scripts_in_names_stay_text_in_errors(visitor):
    name = "<img src=x onerror=alert(1)>.txt"
    page = visitor.wait(visitor.upload(("proposal", name, b"\xff\xfe\xff"), ("sample_policy", "1")))
    assert "<imgsrc=xonerror=alert(1)>.txt:" in words_of(page)
    assert_harmless(page)


def test_a_name_is_short_and_without_folders(visitor):
    work = visitor.upload(("proposal", "../../" + "长" * 400 + ".txt", "建议：\n一、建设养老驿站。\n".encode()),
                          ("sample_policy", "1"))  # fmt: skip
    visitor.wait(work)
    name = visitor.comparison(work)["documents"][0]["file"]
    assert name.endswith("….txt") and len(name) <= 100 and "/" not in name


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("政策.txt", b"0" * 300_000_000)
    return stream.getvalue()


def nested() -> bytes:
    data = b"x"
    for _ in range(30):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("内.zip", data)
        data = stream.getvalue()
    return data


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("炸弹.zip", bomb),
        ("套娃.zip", nested),
        ("乱码.txt", lambda: bytes(range(128, 256)) * 50),
        ("假.docx", lambda: b"PK\x03\x04" + bytes(200)),
        ("假.pdf", lambda: b"%PDF-1.7\n" + b"<<" * 20_000),
        ("深.html", lambda: b"<html>" + b"<div>" * 200_000),
        ("深.json", lambda: b'[{"schema_version":' + b"[" * 100_000),
        ("空.txt", lambda: b""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_costs_one_line(name, make, visitor):
    """The other files of the upload are compared all the same."""
    work = visitor.upload(*SEEDS, ("policy", name, make()))
    page = visitor.wait(work, 100)
    assert "没有完成" not in page, words_of(page)[:500]
    assert len(visitor.comparison(work)["asks"]) > 30
    lines = re.findall(r"<li>([^<]*)</li>", page)
    assert all(line.count("\n") == 0 and "Traceback" not in line for line in lines)
    if name not in ("空.txt", "深.html"):
        assert any(name in line for line in lines), words_of(page)[:500]


# ---- too much


def test_too_large_an_upload_is_refused_in_one_line():
    with serving(ZJTX_LIMIT_UPLOAD_BYTES="200K", ZJTX_LIMIT_UPLOAD_FILES=3) as address:
        visitor = Visitor(address)
        got = visitor.post("/works", [*SEEDS, ("policy", "大.txt", b"a" * 300_000)])
        assert got.status == 400 and "一次最多上传 0.1953 MB" in got.text
        got = visitor.post("/works", [*SEEDS, ("policy", "大.txt", b"a" * 1_500_000)])
        assert got.status == 413 and "请分开上传" in got.text
        got = visitor.post("/works", [*SEEDS, *((("policy", f"{n}.txt", b"a")) for n in range(3))])
        assert got.status == 400
        head = {"Content-Length": str(10**12), "Content-Type": "multipart/form-data; boundary=x"}
        assert visitor.ask("POST", "/works", b"", head).status == 413
        visitor.wait(visitor.upload(*SEEDS))


def test_too_long_a_work_is_stopped():
    with serving(ZJTX_LIMIT_WORK_SECONDS=2) as address:
        visitor = Visitor(address)
        begun = time.monotonic()
        page = words_of(visitor.wait(visitor.upload(("proposal", "长.txt", LONG * 3), ("sample_policy", "1"))))
        assert "超过2秒还没有处理完" in page
        assert time.monotonic() - begun < 15


def test_too_many_works_are_refused():
    with serving(ZJTX_LIMIT_WORKS=2) as address:
        visitor = Visitor(address)
        works = [visitor.upload(*SEEDS) for _ in range(2)]
        got = visitor.post("/works", SEEDS)
        assert got.status == 400 and "最多保留 2 份" in got.text
        visitor.post(f"{works[0]}/delete")
        visitor.upload(*SEEDS)


def test_a_full_memory_is_told():
    with serving(ZJTX_LIMIT_KEPT_BYTES="1M") as address:
        visitor = Visitor(address)
        visitor.wait(visitor.upload(*SEEDS))
        assert "内存已满" in visitor.post("/works", SEEDS).text
        visitor.post("/delete-all")
        visitor.wait(visitor.upload(*SEEDS))


def test_a_process_that_dies_costs_one_work():
    """As a broken file may make it: what it worked on is told to have failed, and the next visitor notices nothing."""
    with serving() as address:
        visitor = Visitor(address)
        visitor.wait(visitor.upload(*SEEDS))
        work = visitor.upload(("proposal", "长.txt", LONG), ("sample_policy", "1"))
        while "长.txt" not in json.loads(visitor.get(f"{work}/status").body)["text"]:
            time.sleep(0.02)
        for number in children(address.process.pid):
            os.kill(int(number), 9)
        assert "意外退出" in visitor.wait(work)
        work = visitor.upload(*SEEDS)
        assert "没有完成" not in visitor.wait(work)
        assert visitor.get(f"{work}/files/report.docx").status == 200


# ---- the command


def test_a_port_that_is_taken_is_told(server):
    ran = run("serve", "--no-browser", "--port", str(server.port))
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == f"错误：127.0.0.1:{server.port}: 端口已被占用，请用 --port 换一个\n"


@pytest.mark.parametrize("host", ["no.such.name.invalid", "203.0.113.1", "坏 名"])
def test_an_address_that_is_not_ours_is_told(host):
    ran = run("serve", "--no-browser", "--host", host, "--port", "0")
    assert ran.code == 2
    assert ran.err.count("\n") == 1 and host in ran.err


def test_who_opens_it_to_the_network_is_told():
    with serving("--host", "0.0.0.0") as address:
        assert Visitor(address).get("/").status == 200
        assert "不用密码" in address.process.stderr.readline()
