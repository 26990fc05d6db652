"""Every "no" of the loop as a sentence: what stands in the way, and how to mend it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Promise] = {
    "form_not_complete": _("These parts are missing or unreadable: %(fields)s."),
    "role_may_not": _("Your post's role may not do this; it is done by another role."),
    "outside_own_subtree": _(
        "This lies outside the zones your post answers for; hand it to a post that answers there."
    ),
    "outside_own_unit": _("The order is addressed to another unit; only that unit can do this."),
    "outside_own_post": _("This belongs to another post; only the post named for it can do this."),
    "outside_shared_task": _(
        "Your post has no task in this finding; ask the supervision office to involve you."
    ),
    "author_of_the_finding": _("You reported this finding, so somebody else must verify it."),
    "author_assigns_grave_finding": _(
        "You reported this finding; for S1 and S2 another clerk must assign it."
    ),
    "issuer_rules_on_own_order": _(
        "You issued this order; somebody else must rule on the objection."
    ),
    "verifier_from_issuing_unit": _(
        "For S1 and S2 the verifier must not belong to the unit that issued the order; "
        "let another verifier be named."
    ),
    "from_handling_unit": _(
        "Your unit handles this order; somebody from another unit must do this."
    ),
    "verifier_closes": _("You verified this finding; another clerk must close it out."),
    "below_issuing_office": _(
        "A higher office issued this order; only that office, or one above it, can do this."
    ),
    "verifier_looks_back": _(
        "Your team verified or fixed this finding; another team must look back."
    ),
    "rejection_needs_second_person": _(
        "An S1 finding is not rejected by one person: first a colleague proposes it, "
        "then somebody else decides."
    ),
    "took_part_before_review": _(
        "You took part in this case, so you are recused; somebody who did not must decide."
    ),
    "reason_missing": _("Give a reason."),
    "finding_not_described": _("Say what was found, where, and of which type."),
    "photo_not_blurred": _(
        "Somebody must look for faces and plates first: smudge them and tick the box, or "
        "leave the picture out."
    ),
    "zone_without_responsible_post": _(
        "Nobody answers for this type in this zone; enter a responsible post in the duty "
        "book first."
    ),
    "draft_too_old_to_delete": _(
        "The draft is older than 24 hours and is kept; report it or leave it."
    ),
    "rule_event_missing": _("A finding filed by rule must name the event that caused it."),
    "too_grave_for_on_site_fix": _(
        "S1 and S2 need a written order; only S3 and S4 can be fixed on site."
    ),
    "unit_does_not_agree": _(
        "The unit must agree that it was put right on the spot; otherwise let the office assign it."
    ),
    "device_time_unreadable": _("The phone's time cannot be read; the time of arrival stands."),
    "evidence_missing": _("Give evidence of the place: describe it in words or add a picture."),
    "not_drawn": _("This fix was not drawn for verification."),
    "no_second_person_needed": _("Only an S1 finding needs a proposal first; decide directly."),
    "rejection_proposed_already": _(
        "It has been proposed already not to file this finding; another person of the office "
        "agrees or files it."
    ),
    "merge_target_not_open": _("Name another finding that is still open."),
    "merge_target_differs": _(
        "Only findings of the same place and type can be merged; choose another one."
    ),
    "merge_target_younger": _(
        "Merge into the older finding, so that no age is lost; go to the older one and "
        "merge this one there."
    ),
    "severity_unknown": _("Choose a severity from S1 to S4."),
    "lowered_without_reason": _(
        "A severity is lowered only with a reason, which the nightly review sees."
    ),
    "gravest_already": _("It is S1 already; there is nothing graver."),
    "severity_not_graver": _("Choose a graver severity than the present one."),
    "clause_missing": _("Cite the clause that was breached."),
    "order_text_missing": _("Write what is to be put right."),
    "right_of_reply_missing": _("The order must explain the right of reply and of review."),
    "order_without_responsible_post": _(
        "No post answers for this order; enter a responsible post in the duty book first."
    ),
    "plan_time_not_allowed": _("Only an S4 order may allow more days, at most 15 working days."),
    "return_too_late": _(
        "More than 30 percent of the time is used, so a return is no longer possible; "
        "ask for help or state an objection."
    ),
    "already_returned_twice": _(
        "The order was returned twice already: whoever received it leads; ask for help."
    ),
    "proposed_owner_missing": _("Name the post of another unit that should answer instead."),
    "second_return_needs_coordinator": _(
        "The office rules on a first return, the coordinator on a second."
    ),
    "new_owner_unknown": _(
        "The order needs a responsible post after the return too; name the new owner."
    ),
    "plan_missing": _("The time is longer than 24 hours: write a plan first."),
    "deadline_has_passed": _(
        "The deadline has passed; an extension must be asked for before. Ask for help or "
        "register a blocker."
    ),
    "already_extended_once": _(
        "An extension was asked for once already; ask for help or register a blocker."
    ),
    "extension_too_long": _("Ask for more than nothing and at most the order's original time."),
    "interim_protection_missing": _("For S1 and S2 say how people are protected meanwhile."),
    "not_one_level_up": _(
        "One level above the unit rules on this; for the city's own units its leader."
    ),
    "extension_beyond_request": _("Do not grant more time than was asked for."),
    "need_missing": _("Say which people, supplies or decision are needed."),
    "offer_missing": _("Say which people, supplies or decision are given."),
    "already_accepted": _("The blocker was accepted before."),
    "cause_missing": _("Name the cause."),
    "prevention_missing": _("Say what prevents it from happening again."),
    "verifier_missing": _(
        "No independent verifier is available; appoint one in the duty book or ask another county."
    ),
    "verifier_not_independent": _(
        "The verifier is not independent: choose one from another unit who did not report it."
    ),
    "site_visit_missing": _("S1 and S2 are verified on site only; S3 and S4 on site or remotely."),
    "resident_not_confirmed": _(
        "A resident's request was the source: let the resident confirm first."
    ),
    "notes_missing": _("Describe what is not put right, in words or with a picture."),
    "fixed_on_site": _("It was fixed on site and has no order."),
    "items_open": _("Items of the order that are not done: %(n)s; finish them first."),
    "dispute_open": _("An objection waits for its ruling; rule on it first."),
    "no_look_back_drawn": _("No look-back was drawn here, or it has been held."),
    "no_look_back_due": _("The look-back is due on %(day)s, not earlier."),
    "too_early_to_archive": _("It is archived 90 days after the close-out."),
    "procedure_pending": _("A review or a look-back is still pending."),
    "end_date_missing": _("Give an end date that lies ahead; a suspension always ends."),
    "suspension_too_long": _(
        "Suspensions of one finding last %(days)s days at most, all together; "
        "choose an earlier end or withdraw the order."
    ),
    "suspension_not_over": _(
        "The suspension is not over; the command body may end it earlier with a reason."
    ),
    "not_disputable_now": _("An objection is possible from the receipt to the verification."),
    "already_disputed_once": _(
        "This order was disputed once already; within 30 days of the close-out a formal "
        "review is possible."
    ),
    "contested_point_missing": _("Say whether the facts or the clause are contested."),
    "main_procedure_over": _("The order is no longer in force."),
    "order_suspended": _(
        "The order is suspended until %(until)s; then it resumes by itself, and whoever suspended "
        "it may resume it earlier."
    ),
    "not_received_yet": _("Sign for the order first; then an objection is possible."),
    "verdict_passed": _(
        "The fix has passed its verification; within 30 days of the close-out a formal review is "
        "possible."
    ),
    "objection_not_ruled": _("An objection waits for its ruling; a review is possible after it."),
    "review_window_over": _(
        "A review was possible within %(days)s days of the close-out, until %(until)s."
    ),
    "corrected_after_verdict": _(
        "The fix has passed its verification, so a corrected demand would not be verified; "
        "uphold the order, withdraw it or send it to review."
    ),
    "review_already_held": _(
        "This outcome was reviewed already; another review is possible only after a new ruling or "
        "a new close-out."
    ),
    "review_in_progress": _(
        "A formal review is in progress; wait for its decision, or rule on the objection yourself."
    ),
    "review_window_closed": _(
        "A review is possible after a ruling on an objection, or within 30 days of the close-out: "
        "state an objection first, or wait for the close-out."
    ),
    "nothing_due": _("Nothing has fallen due."),
    "special_meeting_not_due": _("The finding has not reached E3."),
    "root_cause_missing": _("Name the root cause."),
    "resources_missing": _("Say which resources are given."),
    "talk_not_proposed": _("The finding has not reached E4."),
    "talk_undecided": _("Say whether the talk is held."),
    "reply_not_explained": _("Tell the unit what it may answer and that it may ask for a review."),
    "reply_text_missing": _("Write the reply."),
    "reply_time_not_over": _("The unit has not replied yet and its time to reply is not over."),
    "mitigation_missing": _("Set out workload, resources asked and refused, and mitigating facts."),
    "finding_withdrawn": _("The order was withdrawn."),
    "item_unknown": _("The order has no such item; reload the page."),
    "item_rewritten": _(
        "This item was rewritten meanwhile; read what it asks for now and tick it again."
    ),
    "item_done_already": _("This item is done already."),
    "order_not_in_force": _("The order is not in force now."),
    "call_unknown": _("There is no such line in the call list; reload the page."),
    "call_ticked_already": _("Somebody has reached this person already."),
    "finding_unknown": _("There is no such finding in this incident."),
    "finding_type_unknown": _("There is no finding type %(type)s; choose one of the list."),
    "finding_zone_unknown": _("There is no zone %(zone)s; choose one of the register."),
    "view_name_missing": _("Give the view a name of at most %(most)s characters."),
    "view_name_taken": _("There is a view “%(name)s” already; choose another name."),
    "too_many_views": _("At most %(most)s views are kept; drop one first."),
    "view_too_long": _("Too many filters are set for one view."),
    "finding_not_open": _("This finding is not open any more."),
    "on_agenda_already": _("It stands on the agenda of the next review already."),
    "finding_place_elsewhere": _("This place does not lie in the zone; choose the place again."),
    "corrected_type_unknown": _(
        "This type is not in the list of types that are reported by hand; choose one of the list."
    ),
    "type_corrected_without_reason": _("Say why the reported type was wrong."),
    "finding_type_by_rule": _(
        "%(type)s is not reported by hand: the system files it from the duty register, once, "
        "and closes the gap when a post answers. Mend the register instead."
    ),
    "report_post_left": _(
        "You do not hold the post any more in which this was filled in. Report it again in your "
        "present post."
    ),
    "report_names_no_incident": _(
        "This report names no incident, and not exactly one is open. Choose the incident and "
        "report it again."
    ),
    "report_incident_ended": _(
        "“%(incident)s”, in which this was filled in, is not open any more; it was filed nowhere. "
        "Report it again in the incident it belongs to."
    ),
    "text_too_long": _(
        "The text has %(length)s characters; at most %(most)s are stored. Please shorten it."
    ),
}
