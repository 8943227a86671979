/** What a call of the API is answered with, and what it weighs. */
export interface ApiAnswer {
  status: number;
  body: unknown;
  weight: number;
}

export const apiError = (status: number, code: number, msg: string, weight = 1): ApiAnswer => ({
  status,
  body: { code, msg },
  weight,
});

export const ok = (body: unknown, weight = 1): ApiAnswer => ({ status: 200, body, weight });
