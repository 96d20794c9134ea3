/// The kept list of query parameters that say where a reader came from, and nothing of the article.
///
/// A name is added when feeds are seen to use it and no site is known to address articles by it:
/// `id`, `p`, `page`, `ref` and `source` are not here.
enum TrackingParameters {
  /// Names, in small letters.
  private static let names: Set<String> = [
    // Google, Microsoft, Yandex, Facebook, Instagram, TikTok, X, LinkedIn
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl", "msclkid", "yclid", "ysclid",
    "fbclid", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "igshid", "igsh", "ttclid",
    "twclid", "li_fat_id", "ref_src", "ref_url", "__twitter_impression", "mibextid", "sfnsn",
    "gad_source", "gad_campaignid", "yadclid", "_openstat", "wprov",
    // Newsletters and campaigns
    "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "vero_id", "vero_conv",
    "oly_anon_id", "oly_enc_id", "rb_clickid", "wickedid", "s_cid", "cmpid", "ncid", "icid",
    "cvid", "xtor", "at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3",
    "at_custom4", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "wt_mc",
    "wtrid", "spm", "scm", "srsltid", "epik", "pk_campaign", "pk_kwd", "pk_source", "pk_medium",
    "piwik_campaign", "piwik_kwd", "matomo_campaign", "mtm_campaign", "mtm_source", "mtm_medium",
    "sc_campaign", "sc_channel", "sc_content", "sc_medium", "sc_outcome", "sc_geo", "sc_country",
    "smid", "smtyp", "__source", "hss_channel", "_ke", "_branch_match_id", "_branch_referrer",
    "guccounter", "guce_referrer", "guce_referrer_sig", "tpcc",
    // Accelerated pages
    "amp", "outputtype", "usqp", "amp_js_v", "amp_gsa",
  ]

  /// Parameters that show the same article on one page instead of several, or without what is around.
  private static let views: Set<String> = ["page=all", "showpage=all", "single=1", "view=amp"]

  /// Whether a parameter, in small letters, chooses a view of the same article.
  ///
  /// `m=1` does where a path ends with `.html`, as Blogger's do: elsewhere it may be a month.
  static func isView(_ parameter: String, path: String) -> Bool {
    views.contains(parameter)
      || (parameter == "m=1" || parameter == "m=0") && path.hasSuffix(".html")
  }

  /// Whether a parameter's name, in small letters, is one of them.
  static func contain(_ name: String) -> Bool {
    name.hasPrefix("utm_") || names.contains(name)
  }
}
