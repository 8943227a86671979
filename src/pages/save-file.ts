/** Saves a text as a file, by the browser's own download of a page: needs no permission. */
export function saveFile(name: string, content: string) {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
