/** Marks that this browser keeps, such as what somebody has put away; whatever was stored, it is a list of texts. */
export function readList(name: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

const MOST = 100;

/** With one more; the oldest go. Answers with the list as it is kept. */
export function addToList(name: string, one: string): string[] {
  const list = [...readList(name), one].slice(-MOST);
  localStorage.setItem(name, JSON.stringify(list));
  return list;
}
