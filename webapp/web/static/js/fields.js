// Reads and fills the fields of one question: the same strings as webapp.web.questions.read and raw_json.
const STATUS = "status:";
const RADIO_KINDS = ["maturity", "choice"]; // where "don't know" is one more radio button

const named = (section, name) => [...section.querySelectorAll(`[name="${CSS.escape(section.dataset.item)}.${name}"]`)];
const isButton = (field) => field.type === "radio" || field.type === "checkbox";

function given(section, name) {
  return named(section, name)
    .filter((field) => !isButton(field) || field.checked)
    .map((field) => field.value);
}

function practiceFields(section) {
  const prefix = `${section.dataset.item}.field.`;
  return [...section.querySelectorAll("textarea, input")]
    .filter((field) => field.name.startsWith(prefix))
    .map((field) => [field.name.slice(prefix.length), field]);
}

export function read(section) {
  const values = given(section, "value").filter((value) => value !== "");
  const isStatus = (value) => RADIO_KINDS.includes(section.dataset.kind) && value.startsWith(STATUS);
  const chosen = values.filter(isStatus).map((value) => value.slice(STATUS.length));
  const statuses = [...given(section, "status"), ...chosen];
  return {
    value: values.filter((value) => !isStatus(value)),
    status: statuses.join(","),
    reason: given(section, "reason")[0] ?? "",
    evidence: given(section, "evidence")[0] ?? "",
    fields: Object.fromEntries(practiceFields(section).map(([key, field]) => [key, field.value])),
    version: Number(given(section, "version")[0] ?? 0),
  };
}

export function fill(section, answer) {
  const statuses = answer.status ? answer.status.split(",") : [];
  for (const field of named(section, "value")) {
    if (!isButton(field)) field.value = answer.value[0] ?? "";
    else if (field.value.startsWith(STATUS)) field.checked = statuses.includes(field.value.slice(STATUS.length));
    else field.checked = field.value !== "" && answer.value.includes(field.value);
  }
  for (const field of named(section, "status")) field.checked = statuses.includes(field.value);
  for (const field of named(section, "reason")) field.value = answer.reason;
  for (const field of named(section, "evidence")) field.value = answer.evidence;
  for (const [key, field] of practiceFields(section)) field.value = answer.fields[key] ?? "";
}

// What stands in the fields now, as a person reads it: the words of what is chosen, then what is written, line by line.
export function inWords(section) {
  const fields = [...section.querySelectorAll("input, textarea")].filter(
    (field) => field.type !== "hidden" && !field.closest("[data-conflict]"),
  );
  return fields
    .filter((field) => (isButton(field) ? field.checked : field.value.trim() !== ""))
    .map((field) => (isButton(field) ? (field.labels[0]?.innerText ?? field.value) : field.value).trim())
    .join("\n");
}
