# onrecord's image: the official Airflow image with the locked dependencies, the DAGs and the package.
# Configuration comes from the environment: docker-compose.yml says which.
FROM apache/airflow:slim-3.3.2-python3.12

USER root
RUN install -d -o airflow -g root -m 0775 /var/lib/onrecord

USER airflow
WORKDIR /opt/onrecord
COPY pyproject.toml requirements.lock ./
# Of the lock (constraints, hashes included) only what the package itself and its deployment need.
RUN uv pip install --no-cache --requirements pyproject.toml --extra deploy --constraints requirements.lock \
    && uv pip check

COPY dags/ dags/
COPY plugins/ plugins/
COPY sql/ sql/
COPY config/ config/
COPY samples/ samples/

# The package is found through plugins/, whose .airflowignore keeps Airflow from importing its modules one by one.
ENV AIRFLOW__CORE__DAGS_FOLDER=/opt/onrecord/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/onrecord/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    ONRECORD_HOME=/var/lib/onrecord \
    ONRECORD_ROOT=/opt/onrecord \
    PYTHONPATH=/opt/onrecord/plugins
