-- How often a run asked each case; earlier versions kept nothing of it.
alter table run_cell add column repeats integer;
