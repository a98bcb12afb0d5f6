-- The ledger, version 1. Times are epoch milliseconds, durations nanoseconds, money billionths of a
-- dollar. Free text is escaped (see Texts): U+001A and four hexadecimal digits stand for a character
-- that databases refuse.
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

-- What one job and one model have under one setting; the last three columns sum its entries up.
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

-- Narrow, and kept together by setting, so that verdicts read little; what was said is in reply.
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

-- text: the answer's text. parts: the whole answer, when it is more than one text.
-- detail: why there is no answer, or the reason a record gives.
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
