-- What each run was to find out: for a job and a model the setting it asked under, empty when nothing
-- is kept under it, and the bars of the job's needs as JSON text. Earlier versions kept none.
create table run_cell (
  run bigint not null references run,
  job bigint not null references job,
  model bigint not null references model,
  setting bigint references setting,
  bars text not null,
  primary key (run, job, model)) without rowid;
