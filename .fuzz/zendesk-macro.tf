%resource "zendesk_macro" "late" {
  title = "Orders::Late"
  actions = [
    { field = "status", value = "solved" },
    { field = "comment_value_html", value = <<-EOT
        <p>Hi {{ticket.requester.first_name}},</p>
        <p>We will call you tomorrow.</p>
      EOT
    },
    { field = "side_conversation_ticket", notification_subject = "Trace", value = "Please trace", target = "SupportAssignable:support_assignable/group/11", content_type = "text/html" }
  ]
}
