# Builds without secrets: HTMX from npm, checked; Python packages from the lock, by hash.
FROM node:20-slim AS htmx
WORKDIR /htmx
RUN npm pack htmx.org@4.0.1 \
 && tar -xzf htmx.org-4.0.1.tgz \
 && echo "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130  package/dist/htmx.min.js" | sha256sum -c

FROM python:3.11-slim
WORKDIR /withkin
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt && useradd --system withkin
COPY app app
COPY tenants tenants
COPY templates templates
COPY static static
COPY migrations migrations
COPY translations translations
RUN pybabel compile -d translations
COPY wsgi.py pyproject.toml ./
COPY --from=htmx /htmx/package/dist/htmx.min.js static/vendor/htmx.min.js
USER withkin
ENV FLASK_APP=wsgi PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "wsgi:app", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket", "--graceful-timeout", "10", "--bind", "0.0.0.0:8000"]
