"""A server of one's own, for scripts that need nothing but Python."""
import json
import os
import signal
import subprocess
import time

START_SECONDS = 240


class NotStarted(Exception):
    """The server ended before it was ready; the text is what it said."""


class Server:
    """A server over a data folder; stopped, or killed with whatever it began."""

    def __init__(self, coffer, data, *more, profile='2023', before=(), credentials=None, beside=None):
        self.beside = beside or data + '.server'
        os.makedirs(self.beside, exist_ok=True)
        ready = os.path.join(self.beside, 'ready.json')
        if os.path.exists(ready):
            os.remove(ready)
        self.log = os.path.join(self.beside, 'log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                [*before, coffer, 'server', data, '--listen', '127.0.0.1:0', '--profile', profile, '--ready-file', ready,
                 *more],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=environment() | (credentials or {}))
        end = time.monotonic() + START_SECONDS
        while not (os.path.exists(ready) and os.path.getsize(ready)):
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise NotStarted(self.said())
            time.sleep(0.02)
        with open(ready, encoding='utf-8') as file:
            self.ready = json.load(file)
        if credentials:
            self.ready |= {'accessKeyId': credentials['AWS_ACCESS_KEY_ID'],
                           'secretAccessKey': credentials['AWS_SECRET_ACCESS_KEY']}

    def said(self):
        with open(self.log, encoding='utf-8', errors='replace') as file:
            return file.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()


def environment():
    return {k: v for k, v in os.environ.items() if not k.startswith('AWS_')}
