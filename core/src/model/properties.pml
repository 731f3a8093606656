/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the models check, by name: pan then says which property failed ("assertion violated no_lost_wake_up"). The names are
 * always zero; CHECK asserts one only where its condition does not hold.
 */
hidden byte no_lost_wake_up;
hidden byte one_run_at_a_time;
hidden byte no_step_after_stop;
hidden byte each_slot_in_one_place;
hidden byte each_move_from_its_place;
hidden byte never_more_than_requested;
hidden byte queued_within_demand;
hidden byte silent_after_end;
hidden byte silent_while_paused;
hidden byte stopped_before_the_end;
hidden byte all_home_at_the_end;

#define CHECK(condition, property) \
	if \
	:: !(condition) -> assert(property) \
	:: else \
	fi
