import type { TapRules } from '../venue';

/**
 * What may be copied from a page of www.deribit.com. All of it goes over one JSON-RPC socket, logins included:
 * a frame in which a token, a secret or a signature is named is not copied, whatever else it says, and neither
 * is an answer to a login. Lists of options (`option_type`) are large and not read.
 *
 * Answers bear the id of their question only, so that they are told by the fields of their rows; an empty list
 * by being one. Source: docs.deribit.com, "JSON-RPC", "Authentication".
 */
export const tap: TapRules = {
  pages: ['www.deribit.com'],
  requests: [],
  sockets: [
    {
      host: /^(?!test\.)(?:[a-z\d-]+\.)?deribit\.com$/,
      incoming:
        /^(?![\s\S]*"(?:access_token|refresh_token|client_secret|secret|option_type)"\s*:)[\s\S]*(?:"channel"\s*:\s*"(?:user\.(?:portfolio|changes|orders)\.|(?:incremental_)?ticker\.|deribit_price_index\.)|"(?:summaries|margin_model|average_price|order_state|best_bid_price|tick_size)"\s*:|"result"\s*:\s*\[\s*\]|"error"\s*:\s*\{)/,
      outgoing:
        /^(?![\s\S]*(?:"(?:access_token|refresh_token|client_secret|client_id|secret|password|signature|tfa|security_key_authorization_challenge)"|token"\s*:|public\/(?:auth|exchange_token|fork_token)))[\s\S]*"method"\s*:\s*"(?:private\/(?:get_account_summar(?:y|ies)|get_positions|get_open_orders(?:_by_currency|_by_instrument)?|logout)|public\/(?:get_instruments?|ticker|get_index_price))"/,
    },
  ],
};
