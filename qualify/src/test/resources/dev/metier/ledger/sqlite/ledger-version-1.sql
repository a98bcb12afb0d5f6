-- A ledger as version 1 wrote it. Never change this file.
create table job (id integer primary key, name text not null unique);
create table fingerprint (id integer primary key, hash text not null unique, facts text not null);
create table model (
  id integer primary key,
  name text not null unique,
  fingerprint bigint references fingerprint,
  refused text not null default '[]');
create table setting (id integer primary key, hash text not null unique);
create table grading (id integer primary key, hash text not null unique);
create table content (id integer primary key, hash text not null unique, name text not null);

create table cell (
  id integer primary key,
  setting bigint not null references setting,
  job bigint not null references job,
  model bigint not null references model,
  fingerprint bigint references fingerprint,
  first_at bigint not null,
  last_at bigint not null,
  entries bigint not null,
  unique (setting, job, model));

create table entry (
  setting bigint not null references setting,
  id bigint not null,
  content bigint not null references content,
  repeat integer not null,
  cell bigint not null references cell,
  source text not null,
  began bigint not null,
  status text not null,
  served integer not null,
  attempts integer not null,
  finish text,
  total bigint,
  first_token bigint,
  tokens_per_second double precision,
  cold integer not null,
  marginal bigint,
  full_cost bigint,
  cost_estimated integer not null,
  input bigint,
  cached bigint,
  output bigint,
  usage_estimated integer not null,
  primary key (setting, id),
  unique (setting, content, repeat)) without rowid;

create table reply (
  id integer primary key,
  setting bigint not null,
  text text,
  parts text,
  detail text,
  retry_after bigint,
  recorded_score double precision,
  foreign key (setting, id) references entry);

create table grade (
  setting bigint not null,
  entry bigint not null,
  grading bigint not null references grading,
  score double precision not null,
  broken integer not null,
  reason text not null,
  parts text,
  primary key (setting, entry, grading),
  foreign key (setting, entry) references entry) without rowid;

create table run (
  id integer primary key,
  started bigint not null,
  ended bigint,
  how text,
  calls bigint,
  spent bigint);

insert into job values (1, 'triage');
insert into fingerprint values (1, 'f00d', '{"file":"a.gguf"}');
insert into model values (1, 'small', 1, '["temperature"]');
insert into setting values (1, '5e77');
insert into grading values (1, '9bad');
insert into content values (1, 'c0de', 'case-1');
insert into cell values (1, 1, 1, 1, 1, 1795341600123, 1795341600123, 1);
insert into entry values (1, 1, 1, 0, 1, 'Q', 1795341600123, 'REPLY', 1, 1, 'STOP', 1934567891,
  182345678, 61.25, 0, 412500, 980001, 0, 321, 64, 48, 0);
insert into reply values (1, 1, 'billing', null, null, null, null);
insert into grade values (1, 1, 1, 1.0, 0, '"billing" is the expected answer', null);
insert into run values (1, 1795341600000, null, null, null, null);
pragma application_id = 1299474802;
pragma user_version = 1;
