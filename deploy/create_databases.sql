-- Run once by psql, as the superuser, on a new server: the logins and their databases.
-- Each login may do what its service needs, no more; passwords come from the environment.
\set ON_ERROR_STOP on
\getenv airflow_password AIRFLOW_DATABASE_PASSWORD
\getenv owner_password WAREHOUSE_OWNER_PASSWORD
\getenv password WAREHOUSE_PASSWORD

create role airflow login password :'airflow_password';
create database airflow owner airflow;
revoke connect, temporary on database airflow from public;

-- warehouse_owner migrates, backs up and restores; onrecord is what the tasks log in as.
create role onrecord_reader nologin;
create role onrecord_writer nologin;
create role warehouse_owner login password :'owner_password';
create role onrecord login password :'password' in role onrecord_reader, onrecord_writer;
create database warehouse owner warehouse_owner;
revoke connect, temporary on database warehouse from public;
grant connect on database warehouse to onrecord_reader;
grant connect, temporary on database warehouse to onrecord_writer;
