# Godpraksis in a container. The same image serves pages, works through the job queue and migrates:
# compose.yaml says which by the command it gives. docs/operating.md tells how it is run.
ARG BASE=debian:trixie-slim

# ---- where it is built: the environment from the lock files, design system and fonts, compiled catalogues
FROM ${BASE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/godpraksis
COPY requirements.lock requirements-tools.lock ./
COPY tools/install.sh tools/
# It is made at the path where it will stand: its scripts remember it
RUN python3 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-tools.lock \
    && tools/install.sh requirements.lock
# npm comes from a wheel with a hash, as on any machine without it: Debian's brings 300 packages
COPY package.json package-lock.json requirements-node.lock ./
COPY tools/vendor.py tools/
RUN .venv/bin/python tools/vendor.py
COPY setup.cfg pyproject.toml README.md LICENSE ./
COPY migrations/ migrations/
COPY reference/ reference/
COPY surveys/ surveys/
COPY translations/ translations/
COPY webapp/ webapp/
# Catalogues are compiled into the wheel, so that no process needs to write beside the code
RUN .venv/bin/python -c "from pathlib import Path; from webapp.web.catalogues import compile_catalogues; compile_catalogues(Path('translations'))" \
    && .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
    && .venv/bin/python -m compileall -q .venv/lib \
    && .venv/bin/python -m pip uninstall -q -y uv setuptools pip

# ---- the image that runs: Python, the environment, nothing to build or install with
FROM ${BASE}
LABEL org.opencontainers.image.title="Godpraksis" \
    org.opencontainers.image.description="Norwegian municipalities assess themselves on the agreements between the Government and KS" \
    org.opencontainers.image.licenses="MIT"
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 tini tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin godpraksis \
    && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/godpraksis/.venv /opt/godpraksis/.venv
ENV PATH=/opt/godpraksis/.venv/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    GODPRAKSIS_DATA=/data
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["tini", "--"]
CMD ["godpraksis", "serve", "--host=0.0.0.0", "--port=8000", "--workers=2"]
