-- One speed per road class and nothing else: no turn costs, no built-up areas. Class speeds come in from
-- zorgkaart's own table where the benchmark writes this file out.
api_version = 4

local speed_kmh = {
--SPEEDS--
}

function setup()
  return {
    properties = {
      weight_name = 'duration',
      max_speed_for_map_matching = 180 / 3.6,
      u_turn_penalty = 0,
      continue_straight_at_waypoint = false,
      use_turn_restrictions = false,
      left_hand_driving = false,
    },
  }
end

function process_node(profile, node, result, relations) end

function process_way(profile, way, result, relations)
  local speed = speed_kmh[way:get_value_by_key('highway')]
  if not speed then
    return
  end
  local oneway = way:get_value_by_key('oneway')
  local class = way:get_value_by_key('highway')
  local forward_only = oneway == 'yes' or ((class == 'motorway' or class == 'motorway_link') and oneway ~= 'no')
  result.forward_mode = mode.driving
  result.forward_speed = speed
  if forward_only then
    result.backward_mode = mode.inaccessible
  else
    result.backward_mode = mode.driving
    result.backward_speed = speed
  end
end

function process_turn(profile, turn) end

return { setup = setup, process_way = process_way, process_node = process_node, process_turn = process_turn }
