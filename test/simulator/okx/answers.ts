/** The envelope of v5, and the errors that the documents list. */
export interface Answer {
  status: number;
  body: { code: string; msg: string; data: unknown };
}

export const good = (data: unknown): Answer => ({ status: 200, body: { code: '0', msg: '', data } });
export const bad = (status: number, code: string, msg: string): Answer => ({
  status,
  body: { code, msg, data: [] },
});
export const missing = (name: string): Answer => bad(400, '50014', `Parameter ${name} can not be empty.`);
export const wrong = (name: string): Answer => bad(400, '51000', `Parameter ${name} error`);
