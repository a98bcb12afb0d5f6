-- The searches of a job's kept answers for chains of models: hash is what was searched on which
-- cases, cases the last 8 characters of each case's hash, without anything between them.
create table search (
  job bigint not null references job,
  hash text not null,
  cases text not null,
  primary key (job, hash));
