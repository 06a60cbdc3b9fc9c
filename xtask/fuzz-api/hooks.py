"""Signs in for schemathesis, again whenever a generated request has ended the session, and keeps the callers' accounts whole."""

import json
import os
import sys
import urllib.error
import urllib.request

import schemathesis

URL = os.environ["FUZZ_URL"]
LOGIN = os.environ["FUZZ_LOGIN"]
PASSWORD = os.environ["FUZZ_PASSWORD"]


def sign_in():
    body = json.dumps({"login": LOGIN, "password": PASSWORD}).encode()
    headers = {"X-Requested-With": "xindai", "Content-Type": "application/json"}
    request = urllib.request.Request(URL + "/api/v1/session", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    except urllib.error.HTTPError as refused:
        # Without a caller nothing is tested: what was sent has ended the account.
        print(f"{LOGIN} cannot sign in: {refused.status} {refused.read().decode()}", file=sys.stderr, flush=True)
        raise


def is_signed_in(cookie):
    request = urllib.request.Request(URL + "/api/v1/session", headers={"Cookie": "xindai_session=" + cookie})
    try:
        with urllib.request.urlopen(request):
            return True
    except urllib.error.HTTPError:
        return False


@schemathesis.auth(refresh_interval=1)
class Session:
    cookie = None

    def get(self, case, context):
        if self.cookie is None or not is_signed_in(self.cookie):
            self.cookie = sign_in()
        return self.cookie

    def set(self, case, data, context):
        case.cookies = dict(case.cookies or {})
        case.cookies["xindai_session"] = data


@schemathesis.hook
def before_call(context, case, kwargs):
    """Requests are made of what earlier answers told, the callers' own accounts and roles among it: those stay as they are."""
    named = case.path_parameters or {}
    for place in (named, case.body):
        if isinstance(place, dict) and str(place.get("login", "")).startswith("fuzz."):
            place["login"] = "nobody"
    # A wrong password counts as an attempt to sign in, and enough of them lock the caller out.
    if case.path == "/api/v1/session/tokens" and isinstance(case.body, dict) and "current" in case.body:
        case.body["current"] = PASSWORD
    if named.get("code") in ("administrator", "clerk"):
        named["code"] = "collector"


@schemathesis.deserializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "text/event-stream")
def raw_bytes(context, response):
    return response.content.decode("latin-1")
