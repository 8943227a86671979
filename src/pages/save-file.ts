/** Saves a text as a file, by the browser's own download of a page: needs no permission. */
export function saveFile(name: string, content: string, type = 'application/json') {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([content], { type }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
