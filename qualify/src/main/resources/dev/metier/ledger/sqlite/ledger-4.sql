-- A trial may be asked anew. superseded: 0 for the entry that counts; its own id for one that was set
-- aside, and stays. A constraint cannot be changed, so the table is made anew.
create table renewed (
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
  markup integer not null default 0,
  superseded bigint not null default 0,
  primary key (setting, id),
  unique (setting, content, repeat, superseded)) without rowid;
insert into renewed (
  setting, id, content, repeat, cell, source, began, status, served, attempts, finish, total,
  first_token, tokens_per_second, cold, marginal, full_cost, cost_estimated, input, cached,
  output, usage_estimated, markup)
select
  setting, id, content, repeat, cell, source, began, status, served, attempts, finish, total,
  first_token, tokens_per_second, cold, marginal, full_cost, cost_estimated, input, cached,
  output, usage_estimated, markup
from entry;
drop table entry;
alter table renewed rename to entry;
