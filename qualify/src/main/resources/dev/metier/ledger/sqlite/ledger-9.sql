-- served_model: the name of the model that an answer says it is of; earlier versions kept none.
alter table reply add column served_model text;

-- other_model: whether that is another one than was asked; such entries are set aside.
alter table entry add column other_model integer not null default 0;
