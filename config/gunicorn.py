"""How gunicorn serves the archive: ``gunicorn --config python:config.gunicorn config.wsgi:application``."""

worker_class = "config.worker.Worker"
workers = 2
threads = 4  # that receive and send; one request at a time is worked on in each worker (`archive.views.request_lock`)
keepalive = 5  # seconds
timeout = 120  # seconds of silence after which a worker is taken for dead
umask = 0o077
loglevel = "warning"
accesslog = None  # the archive keeps no record of who read what
