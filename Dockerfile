# Godpraksis in a container. The same image serves pages, works through the job queue and migrates:
# compose.yaml says which by the command it gives.
ARG BASE=debian:trixie-slim

# ---- assets: the design system and fonts, by npm from the lock file
FROM ${BASE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates npm python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements.lock requirements-tools.lock ./
COPY tools/make_venv.sh tools/install.sh tools/
# /opt/app is where the virtual environment will stand; its scripts remember their own path
RUN python3 -m venv /opt/app \
    && ln -s /opt/app .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-tools.lock \
    && tools/install.sh requirements.lock
COPY package.json package-lock.json ./
COPY tools/ tools/
RUN .venv/bin/python tools/vendor.py
COPY setup.cfg pyproject.toml README.md ./
COPY migrations/ migrations/
COPY reference/ reference/
COPY surveys/ surveys/
COPY translations/ translations/
COPY webapp/ webapp/
# Catalogues are compiled into the wheel, so that no process needs to write beside the code
RUN .venv/bin/python -c "from pathlib import Path; from webapp.web.catalogues import compile_catalogues; compile_catalogues(Path('translations'))" \
    && .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
    && .venv/bin/python -m compileall -q /opt/app/lib \
    && .venv/bin/python -m pip uninstall -q -y uv

# ---- the image that runs: Python, the environment, nothing to build with
FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin godpraksis \
    && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/app /opt/app
ENV PATH=/opt/app/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    GODPRAKSIS_DATA=/data
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["tini", "--"]
# --no-control-socket: gunicorn would write one below $HOME, and the root is read-only
CMD ["gunicorn", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", "webapp:create_app()"]
