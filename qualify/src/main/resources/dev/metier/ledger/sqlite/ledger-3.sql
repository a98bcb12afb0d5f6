-- prompt: hash of what a setting asks whatever the model: prompt, tools and parameters;
-- empty for settings that version 1 kept.
alter table setting add column prompt text;

-- look: the number of the look at which the first answer was asked for; empty for the first.
alter table cell add column look integer;

-- The cases that a job's qualification began with (number 1), and those that each later one added:
-- hashes of 32 characters in their committed order, without anything between them.
create table look (
  job bigint not null references job,
  number integer not null,
  cases text not null,
  primary key (job, number));
