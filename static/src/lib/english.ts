// The singular of English messages: their source strings have the plural.

export const english: Record<string, { one: string }> = {
  "Asked at each sign-in since {time}. {n} recovery codes are left.": {
    one: "Asked at each sign-in since {time}. {n} recovery code is left.",
  },
  "It last reported {n} entries that it has not sent. Blocked, it may still deliver them for two weeks; a supervisor then decides about them.":
    {
      one: "It last reported {n} entry that it has not sent. Blocked, it may still deliver it for two weeks; a supervisor then decides about it.",
    },
  "Not sent yet: {n} entries in {m} records. If you sign out, they stay on this tablet under your name and are sent when you sign in here again.":
    {
      one: "Not sent yet: {n} entry. If you sign out, it stays on this tablet under your name and is sent when you sign in here again.",
    },
  "Resolve {n} conflicting edits first": { one: "Resolve {n} conflicting edit first" },
  "Try again in {n} seconds.": { one: "Try again in {n} second." },
  "Your login has ended. {n} entries wait safely on this tablet.": {
    one: "Your login has ended. {n} entry waits safely on this tablet.",
  },
  "{n} conflicting edits": { one: "{n} conflicting edit" },
  "{n} conflicting edits for this patient": { one: "{n} conflicting edit for this patient" },
  "{n} conflicting edits in this note, to resolve": { one: "{n} conflicting edit in this note, to resolve" },
  "{n} copied values to confirm": { one: "{n} copied value to confirm" },
  "{n} entries need attention": { one: "{n} entry needs attention" },
  "{n} minutes earlier": { one: "{n} minute earlier" },
  "{n} minutes later": { one: "{n} minute later" },
  "{n} recommended fields are empty": { one: "{n} recommended field is empty" },
  "{n} refused or imported entries": { one: "{n} refused or imported entry" },
  "{n} values copied {from}, confirmed": { one: "{n} value copied {from}, confirmed" },
  "{n} values copied {from}, to confirm": { one: "{n} value copied {from}, to confirm" },
  "{n} visits done": { one: "{n} visit done" },
  "and {n} more rows": { one: "and {n} more row" },
  "due {date}, in {n} days": { one: "due {date}, in {n} day" },
  "due {date}, {n} days ago": { one: "due {date}, {n} day ago" },
  "waits for {n} days": { one: "waits for {n} day" },
  "{n} days": { one: "{n} day" },
  "{n} months": { one: "{n} month" },
  "{n} of them wait longer than {days} days": { one: "{n} of them waits longer than {days} days" },
  "{n} people have an account": { one: "{n} person has an account" },
  "{n} photos": { one: "{n} photo" },
  "{n} photos waiting to be sent": { one: "{n} photo waiting to be sent" },
  "{n} photos were not added: a note takes at most {most}.": {
    one: "{n} photo was not added: a note takes at most {most}.",
  },
  "{n} times": { one: "{n} time" },
  "{n} visits are not signed yet and are left out of this summary.": {
    one: "{n} visit is not signed yet and is left out of this summary.",
  },
};
