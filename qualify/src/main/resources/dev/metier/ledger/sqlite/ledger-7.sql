-- sent: how many tokens the answer was sent in, without reasoning that the vendor keeps to itself;
-- empty where that is not known. Earlier versions kept only how many were written: where those are
-- many more than the text can hold, some were kept back.
alter table entry add column sent bigint;
update entry set sent = output
where status = 'REPLY' and usage_estimated = 0
  and output <= 8 + (
    select length(ifnull(r.text, '')) + length(ifnull(r.parts, ''))
    from reply r where r.id = entry.id);
