-- markup: which markup of the model's own stands in the answer's text, as the place of its kind in
-- the list, from 1; 0 for none.
alter table entry add column markup integer not null default 0;
